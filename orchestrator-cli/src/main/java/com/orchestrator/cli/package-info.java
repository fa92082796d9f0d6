/** The command line, {@code orc}: a client of the REST API and of nothing else. */
@NullMarked
package com.orchestrator.cli;

import org.jspecify.annotations.NullMarked;
