/**
 * Extract and load on the engine: a job is a workflow of three tasks (extract, load, clean up), and a worker does them with the connectors.
 * Rows never come near the engine: tasks tell each other where a load package lies.
 */
@NullMarked
package com.orchestrator.etl;

import org.jspecify.annotations.NullMarked;
