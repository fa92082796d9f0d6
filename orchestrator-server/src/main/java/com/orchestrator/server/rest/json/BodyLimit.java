package com.orchestrator.server.rest.json;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a body whole and refuses what is over the limit, also when its length was not announced. Nothing is parsed before
 * that, and what is over the limit is not kept. */
public record BodyLimit(int bytesMax) {

    public static final BodyLimit DEFAULT = new BodyLimit(1 << 20);

    byte[] read(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(bytesMax + 1);
            refuseOver(bytes.length);
            return bytes;
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    /** The caller went away, or what it sent is not packed as it says; that is no fault of ours and no incident. */
    private static OrchestratorException brokenOff(IOException cause) {
        OrchestratorException refusal =
                new OrchestratorException(ErrorCode.MALFORMED_REQUEST, "The body broke off before its end");
        refusal.initCause(cause);
        return refusal;
    }

    /** Refuses by the announced length. */
    public void refuseOver(long bytes) {
        if (bytes > bytesMax) {
            throw new OrchestratorException(
                    ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than " + bytesMax + " bytes");
        }
    }
}
