/**
 * The engine as a library without a container: {@link com.orchestrator.engine.OrchestratorEngine} puts the parts together.
 * Where things are decided: {@code decision}. How a request gets there: {@code coordinator.CommandRunner}.
 */
@NullMarked
package com.orchestrator.engine;

import org.jspecify.annotations.NullMarked;
