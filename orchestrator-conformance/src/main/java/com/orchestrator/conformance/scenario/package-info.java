/** The scenarios, one per file: a definition, what the workers do, and what must then be true. */
@NullMarked
package com.orchestrator.conformance.scenario;

import org.jspecify.annotations.NullMarked;
