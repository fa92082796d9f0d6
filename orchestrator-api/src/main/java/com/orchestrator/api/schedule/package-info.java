/** Schedules: when work is started by itself. What callers say of them, and what they are told. */
@NullMarked
package com.orchestrator.api.schedule;

import org.jspecify.annotations.NullMarked;
