/** Sales of a shop, every minute: from a CSV file to Parquet, and what is new from there to DuckDB and PostgreSQL. */
@NullMarked
package com.orchestrator.examples.scheduleetl;

import org.jspecify.annotations.NullMarked;
