package com.orchestrator.server.rest;

import com.orchestrator.server.rest.json.BodyLimit;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Refuses a body by its announced length, whatever the path. */
@Provider
@PreMatching
public final class AnnouncedLengthFilter implements ContainerRequestFilter {

    private final BodyLimit limit;

    public AnnouncedLengthFilter(BodyLimit limit) {
        this.limit = limit;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        @Nullable String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (length != null && length.matches("\\d{1,18}")) {
            limit.refuseOver(Long.parseLong(length));
        }
    }
}
