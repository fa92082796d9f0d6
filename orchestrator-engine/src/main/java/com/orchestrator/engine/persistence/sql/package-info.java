/** One class per statement: its text, its parameters, its rows, its row count. Used by {@code persistence} alone. */
@NullMarked
package com.orchestrator.engine.persistence.sql;

import org.jspecify.annotations.NullMarked;
