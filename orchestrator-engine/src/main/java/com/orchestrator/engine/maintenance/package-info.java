/**
 * What has to be done from time to time. Every server does it, no leader: each chore only finds work and hands it to the
 * lanes, where it is checked again. May depend on {@code coordinator} and {@code store}.
 */
@NullMarked
package com.orchestrator.engine.maintenance;

import org.jspecify.annotations.NullMarked;
