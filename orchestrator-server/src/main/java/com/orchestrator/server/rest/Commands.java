package com.orchestrator.server.rest;

import com.orchestrator.engine.service.Command;
import com.orchestrator.server.rest.param.IfMatch;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An operation as the engine takes it: what, on which run, by whom, and on condition of what. */
final class Commands {

    private Commands() {}

    static <T> Command<T> of(UUID instanceId, T request, SecurityContext security, @Nullable IfMatch ifMatch) {
        return new Command<>(
                instanceId, request, security.getUserPrincipal().getName(), IfMatch.sequenceNumber(ifMatch));
    }
}
