package com.orchestrator.etl.bench;

/** Where the rows of the file go. */
enum Route {
    PARQUET,
    DUCKDB,
    POSTGRES
}
