package com.orchestrator.server.rest;

import com.orchestrator.engine.service.Author;
import com.orchestrator.server.rest.param.IfMatch;
import com.orchestrator.server.rest.wire.Required;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Who changes a limit, why, and on condition of what. */
final class Authors {

    private Authors() {}

    static Author of(@Nullable String reason, SecurityContext security, @Nullable IfMatch ifMatch) {
        return new Author(
                security.getUserPrincipal().getName(), Required.reason(reason), IfMatch.sequenceNumber(ifMatch));
    }
}
