package com.orchestrator.engine.service;

import org.jspecify.annotations.Nullable;

/** Which page of a list. {@code cursor} is opaque: the {@code next} of the page before. */
public record ListQuery(int limit, @Nullable String cursor) {}
