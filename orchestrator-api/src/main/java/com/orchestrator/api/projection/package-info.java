/** Projections as people see them: how they stand, and why. */
@NullMarked
package com.orchestrator.api.projection;

import org.jspecify.annotations.NullMarked;
