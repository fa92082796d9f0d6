package com.orchestrator.engine.service;

import com.orchestrator.engine.find.RunFilter;

/**
 * Which runs, and which page of them: by when they started, the newest first unless {@code ascending}. A run that has not
 * started stands where it was made.
 */
public record InstanceQuery(RunFilter filter, boolean ascending, ListQuery page) {

    /** The newest first. */
    public InstanceQuery(RunFilter filter, ListQuery page) {
        this(filter, false, page);
    }
}
