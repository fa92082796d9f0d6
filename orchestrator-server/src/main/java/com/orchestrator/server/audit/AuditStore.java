package com.orchestrator.server.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The chain, which only grows. */
public interface AuditStore {

    /** Durable when it returns, in this order and with nothing in between. */
    void append(List<AuditFact> facts);

    /**
     * The newest first.
     *
     * @param principal about whom; about anybody when null
     * @param before only what stands in front of this position
     */
    List<AuditEntry> newest(@Nullable String principal, long before, int limit);

    /** What comes behind a position, the oldest first. */
    List<AuditEntry> behind(long position, int limit);

    /** The last one; {@link AuditEntry#ORIGIN} when there is none. Kept beside the chain, so that it shows when the last ones are gone. */
    AuditEntry head();
}
