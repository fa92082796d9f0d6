/** What {@code ./orchestrator bench ETL} measures, in processes of their own: the same rows, moved by this project and without it. */
@NullMarked
package com.orchestrator.etl.bench;

import org.jspecify.annotations.NullMarked;
