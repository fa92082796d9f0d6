package com.orchestrator.engine.store;

import com.orchestrator.api.model.Incident;

/**
 * A run that is set aside, or was.
 *
 * @param isOpen false when it has gone on since
 */
public record SetAside(Incident incident, boolean isOpen) {}
