/** Tables of a DuckDB file. */
@NullMarked
package com.orchestrator.connectors.duckdb;

import org.jspecify.annotations.NullMarked;
