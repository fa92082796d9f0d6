package com.orchestrator.engine.seal;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.InvariantViolation;

/** What is sealed with a key that this server does not have. Another server may have it, so nothing is lost and nothing is to be changed. */
public final class MissingKey extends InvariantViolation {

    private static final long serialVersionUID = 1L;

    /** @param keyId of the key that is not there */
    public MissingKey(String keyId) {
        super("Payloads of this run are sealed with the key '" + keyId
                + "', which is not in the key ring of this server (orchestrator.encryption.keys)");
    }

    /** For whoever has asked for it. */
    public OrchestratorException refusal() {
        OrchestratorException refusal =
                new OrchestratorException(ErrorCode.ENCRYPTION_KEY_MISSING, String.valueOf(getMessage()));
        refusal.initCause(this);
        return refusal;
    }
}
