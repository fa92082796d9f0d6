package com.orchestrator.api.model;

/**
 * How a workflow stands, over all its revisions.
 *
 * @param defaultRevision what a start gets that names no revision, and a sub-workflow of {@code revision: latest}
 * @param latestRevision the one registered last
 * @param paused no run of it is started until somebody ends this; runs that are there go on
 */
public record WorkflowStatus(String namespace, String name, int defaultRevision, int latestRevision, boolean paused) {}
