package com.orchestrator.bench;

/** Where the rows of the file go. */
enum EtlRoute {
    PARQUET("CSV to a Parquet file"),
    DUCKDB("CSV to a table of DuckDB"),
    POSTGRES("CSV to a table of PostgreSQL");

    private final String description;

    EtlRoute(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }
}
