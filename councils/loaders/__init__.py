"""Brings the country's reference data in: councils, terms, successions, fields, deadline rules, swapped days.

`units` and `reference` read, `terms` derives council terms, `sync` compares with the database, `registry` does
it all in one transaction, `calendar` builds the working-day calendar from the rows.
"""
