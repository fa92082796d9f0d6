/** The job runtime on a server with PostgreSQL. */
@NullMarked
package com.orchestrator.examples.jobruntimepostgres;

import org.jspecify.annotations.NullMarked;
