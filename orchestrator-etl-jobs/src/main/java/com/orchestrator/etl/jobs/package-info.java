/**
 * Extract-and-load jobs as a server keeps them: what may be said of one, the workflow and the schedule that it is, and how its runs stand.
 * Asks the engine's services for everything, and moves no row: that is what ETL workers do.
 */
@NullMarked
package com.orchestrator.etl.jobs;

import org.jspecify.annotations.NullMarked;
