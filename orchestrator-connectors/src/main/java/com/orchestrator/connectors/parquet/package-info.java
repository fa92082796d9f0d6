/** Parquet files, read and written by DuckDB. */
@NullMarked
package com.orchestrator.connectors.parquet;

import org.jspecify.annotations.NullMarked;
