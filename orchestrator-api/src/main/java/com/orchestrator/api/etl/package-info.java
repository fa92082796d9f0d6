/** Extract-and-load jobs as they are said on the wire: what a job is, how its runs and their two tasks stand. Names are in snake_case there. */
@NullMarked
package com.orchestrator.api.etl;

import org.jspecify.annotations.NullMarked;
