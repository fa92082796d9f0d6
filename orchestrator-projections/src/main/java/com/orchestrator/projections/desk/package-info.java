/** What can be seen of projections and done about them from their tables alone, by whoever does not run them. */
@NullMarked
package com.orchestrator.projections.desk;

import org.jspecify.annotations.NullMarked;
