package com.orchestrator.bench;

/** Who moves the rows. */
enum EtlMover {
    /** This project. */
    CONNECTORS,
    /** What it is made of, in the plainest way: records of fastcsv into an appender of DuckDB or a COPY. */
    LIBRARIES,
    /** The databases alone: DuckDB reads the file itself, PostgreSQL gets it as it is. */
    DATABASES
}
