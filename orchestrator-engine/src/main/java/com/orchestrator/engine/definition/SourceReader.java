package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.JsonTree;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads a definition as JSON when it looks like JSON, as YAML otherwise. */
final class SourceReader {

    static final int DEPTH_MAX = 100;
    static final int NUMBER_CHARS_MAX = 400;
    private static final int BYTES_MAX = 1024 * 1024;

    private SourceReader() {}

    static SourceDocument read(byte[] text) {
        checkSize(text.length);
        String decoded = decode(text);
        return decoded.stripLeading().startsWith("{") ? JsonSource.read(decoded) : YamlSource.read(decoded);
    }

    /** Also of the canonical form, which is compiled again when it is loaded. */
    static void checkSize(int bytes) {
        if (bytes > BYTES_MAX) {
            throw new OrchestratorException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "A definition has at most " + BYTES_MAX + " bytes, also with its aliases written out");
        }
    }

    private static String decode(byte[] text) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("The text is not valid UTF-8", Position.UNKNOWN);
        }
    }

    /** Escapes can spell half a character, which can be neither stored nor sent. */
    static void checkText(String text, Position position) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw malformed("A text contains half of a surrogate pair", position);
        }
    }

    /** With all of its digits. */
    static JsonNode number(String text, Position position) {
        if (text.length() > NUMBER_CHARS_MAX) {
            throw malformed("A number has more than " + NUMBER_CHARS_MAX + " characters", position);
        }
        JsonNode number = JsonTree.number(text);
        if (!number.isNumber()) {
            throw malformed("The exponent of the number is too large", position);
        }
        return number;
    }

    static OrchestratorException malformed(String detail, Position position) {
        Problem.Detail error = new Problem.Detail(
                "", position.line(), position.column(), detail, null, ErrorCode.MALFORMED_REQUEST.name());
        return new OrchestratorException(ErrorCode.MALFORMED_REQUEST, detail, List.of(error));
    }
}
