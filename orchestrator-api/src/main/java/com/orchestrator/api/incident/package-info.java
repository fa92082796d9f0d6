/** Incidents: what a person has to look at, and what can be done about it. Depends on {@code model} alone. */
@NullMarked
package com.orchestrator.api.incident;

import org.jspecify.annotations.NullMarked;
