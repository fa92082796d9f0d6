package com.orchestrator.server.rest;

import com.orchestrator.server.rest.json.BodyLimit;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Refuses a body by its announced length, whatever the path. A caller that asks before it sends is spared the sending. */
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
            boolean isSendingAnyway = request.getHeaderString("Expect") == null;
            InputStream body = isSendingAnyway ? request.getEntityStream() : InputStream.nullInputStream();
            limit.refuseOver(Long.parseLong(length), body);
        }
    }
}
