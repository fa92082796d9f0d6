package com.orchestrator.server.rest.json;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a body whole and refuses what is over the limit, also when its length was not announced. Nothing is parsed before
 * that, and what is over the limit is not kept. */
public record BodyLimit(int bytesMax) {

    public static final BodyLimit DEFAULT = new BodyLimit(1 << 20);

    private static final long DRAINED_BYTES_MAX = 64L << 20;

    byte[] read(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                drain(body);
                throw tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    /** The caller went away or was too slow; that is no fault of ours and no incident. */
    private static OrchestratorException brokenOff(IOException cause) {
        OrchestratorException refusal =
                new OrchestratorException(ErrorCode.MALFORMED_REQUEST, "The body broke off before its end");
        refusal.initCause(cause);
        return refusal;
    }

    /** Refuses by the announced length. */
    public void refuseOver(long bytes, InputStream body) {
        if (bytes > bytesMax) {
            try {
                drain(body);
            } catch (IOException e) {
                throw brokenOff(e);
            }
            throw tooLarge();
        }
    }

    private OrchestratorException tooLarge() {
        return new OrchestratorException(ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than " + bytesMax + " bytes");
    }

    /** Many clients read no answer before they have sent all: over HTTP/2 they would wait for ever. */
    private static void drain(InputStream body) throws IOException {
        byte[] bin = new byte[8 << 10];
        long left = DRAINED_BYTES_MAX;
        for (int read = 0; left > 0 && read >= 0; left -= read) {
            read = body.read(bin, 0, bin.length);
        }
    }
}
