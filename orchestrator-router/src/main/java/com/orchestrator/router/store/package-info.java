/** What the router keeps: in PostgreSQL, or in the memory of a process that is alone. */
@NullMarked
package com.orchestrator.router.store;

import org.jspecify.annotations.NullMarked;
