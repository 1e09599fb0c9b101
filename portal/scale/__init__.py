"""Data of the size of a country, made by rule and brought in by COPY: for measuring, never for work.

`plan` decides how much happens in each council and year, and with it every figure in advance; the modules named by what
they make (`people`, `sittings`, `contact`, `letters`, `missions`) turn a plan into rows; `sheets` brings rows in;
`loading` goes through the country; `checking` compares figures with the plan.
"""
