/** The tables that projections are coordinated by, and the migration that makes them, for each database. */
@NullMarked
package com.orchestrator.projections.tables;

import org.jspecify.annotations.NullMarked;
