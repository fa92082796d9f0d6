/** The rows that projections are coordinated by: one statement a method, none of them a decision. */
@NullMarked
package com.orchestrator.projections.store;

import org.jspecify.annotations.NullMarked;
