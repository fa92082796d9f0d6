/**
 * Writes Parquet: rows in, pages of plain, compressed columns out. What a load package consists of; DuckDB reads it, and whoever else reads
 * Parquet. Written here since the library's ways in take three times as long as all the rest of an extraction (docs/how-to/etl.md, Speed).
 */
@NullMarked
package com.orchestrator.connectors.column;

import org.jspecify.annotations.NullMarked;
