"""Settings by environment: `development` (a laptop), `test` (the suite), `production` (a real installation)."""
