/** Worker processes and the queues they take work from, as people see them. Depends on nothing. */
@NullMarked
package com.orchestrator.api.fleet;

import org.jspecify.annotations.NullMarked;
