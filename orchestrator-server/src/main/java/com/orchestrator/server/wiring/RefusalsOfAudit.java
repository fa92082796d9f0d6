package com.orchestrator.server.wiring;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.server.audit.AuditFact;
import com.orchestrator.server.audit.AuditLog;
import com.orchestrator.server.auth.Refusals;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Has those written down who were not let in. */
record RefusalsOfAudit(AuditLog log, Supplier<String> callIds) implements Refusals {

    @Override
    public void refused(@Nullable String principal, ErrorCode code, String method, String path) {
        log.noteRefusal(AuditFact.refused(callIds.get(), principal, method, path, code.name()));
    }
}
