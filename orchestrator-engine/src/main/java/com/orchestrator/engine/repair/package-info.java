/** What people do about incidents. Uses the services that do it to runs and schedules. */
@NullMarked
package com.orchestrator.engine.repair;

import org.jspecify.annotations.NullMarked;
