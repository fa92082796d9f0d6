/** Jobs as they were said, in PostgreSQL or in memory. */
@NullMarked
package com.orchestrator.etl.jobs.store;

import org.jspecify.annotations.NullMarked;
