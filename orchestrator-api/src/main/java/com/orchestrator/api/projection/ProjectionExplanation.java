package com.orchestrator.api.projection;

import java.util.List;

/**
 * Why a projection stands still, or that it does not.
 *
 * @param reasons the gravest first
 */
public record ProjectionExplanation(String name, ProjectionStatus.State state, List<ProjectionReason> reasons) {}
