package com.orchestrator.server.rest.wire;

import com.orchestrator.api.fleet.AuditRecord;
import com.orchestrator.api.model.Payload;
import com.orchestrator.server.audit.AuditEntry;
import java.util.List;

/** The audit as it is shown. */
public final class AuditAnswer {

    private AuditAnswer() {}

    /** One entry to be read. */
    public static AuditRecord entry(AuditEntry stored) {
        return new AuditRecord(stored.position(), Payload.ofJson(stored.text()).tree(), stored.hash());
    }

    /** A piece of the chain to be verified. */
    public record Chain(List<AuditEntry> items, Head head) {}

    /** Where it ends. */
    public record Head(long position, String hash) {}
}
