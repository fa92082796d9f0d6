package com.orchestrator.engine.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.engine.plan.ExpressionFailure;
import dev.cel.common.values.CelByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Functions CEL does not bring; all of them give the same answer for the same arguments. */
final class OwnFunctions {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private OwnFunctions() {}

    static String json(Object value) {
        return CelValues.toJson(value).toString();
    }

    static Object parseJson(String text) {
        try {
            TextFunctions.checkLength(text.length());
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode()) {
                throw new ExpressionFailure("parseJson() of an empty text");
            }
            return CelValues.fromJson(tree);
        } catch (JsonProcessingException e) {
            throw new ExpressionFailure("parseJson() of a text that is not JSON");
        }
    }

    static String b64(String text) {
        return b64(text.getBytes(StandardCharsets.UTF_8));
    }

    static String b64(CelByteString bytes) {
        return b64(bytes.toByteArray());
    }

    private static String b64(byte[] bytes) {
        TextFunctions.checkLength(bytes.length);
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
