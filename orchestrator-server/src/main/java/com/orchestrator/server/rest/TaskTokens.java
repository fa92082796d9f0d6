package com.orchestrator.server.rest;

import com.orchestrator.api.model.TaskToken;
import com.orchestrator.server.auth.Access;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.keys.ServerKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the tokens that stand for a lease, so that whoever has one speaks as the worker that took it, and nobody makes one up. One
 * without a signature is what a caller says of a worker of his own (ADR 58).
 */
public final class TaskTokens {

    private static final String KEY = "task-tokens";
    private static final String HMAC = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 16;

    private final ServerKeys keys;

    public TaskTokens(ServerKeys keys) {
        this.keys = keys;
    }

    /** @param worker as the engine calls it */
    String signed(UUID executionId, String worker, long fenceToken) {
        TaskToken bare = new TaskToken(executionId, worker, fenceToken);
        return bare.signed(Base64.getUrlEncoder().withoutPadding().encodeToString(signature(bare)))
                .toString();
    }

    /**
     * The worker that a token speaks for, as the engine calls it.
     *
     * @throws com.orchestrator.api.error.OrchestratorException {@code NOT_FOUND} when it is signed by nobody of this server's
     */
    String worker(TaskToken token, Caller caller) {
        if (token.signature() == null) {
            return caller.worker(token.workerId());
        }
        if (!isOurs(token, token.signature())) {
            throw Access.hidden(caller);
        }
        return token.workerId();
    }

    private boolean isOurs(TaskToken token, String signature) {
        byte[] ours = signature(new TaskToken(token.executionId(), token.workerId(), token.fenceToken()));
        return MessageDigest.isEqual(
                ours, Base64.getUrlDecoder().decode(signature.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] signature(TaskToken bare) {
        byte[] worker = bare.workerId().getBytes(StandardCharsets.UTF_8);
        ByteBuffer text = ByteBuffer.allocate(3 * Long.BYTES + worker.length)
                .putLong(bare.executionId().getMostSignificantBits())
                .putLong(bare.executionId().getLeastSignificantBits())
                .putLong(bare.fenceToken())
                .put(worker);
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(keys.get(KEY), HMAC));
            return Arrays.copyOf(mac.doFinal(text.array()), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + HMAC, e);
        }
    }
}
