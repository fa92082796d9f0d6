package com.orchestrator.engine.expression.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.JsonTree;
import com.orchestrator.engine.plan.ExpressionFailure;
import dev.cel.common.values.CelByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Functions CEL does not bring; all of them give the same answer for the same arguments. */
final class OwnFunctions {

    private OwnFunctions() {}

    static String json(Object value) {
        return CelValues.toJson(value).toString();
    }

    static Object parseJson(String text) {
        try {
            TextFunctions.checkLength(text.length());
            JsonNode tree = JsonTree.read(text.getBytes(StandardCharsets.UTF_8));
            if (tree.isMissingNode()) {
                throw new ExpressionFailure("parseJson() of an empty text");
            }
            return CelValues.fromJson(tree);
        } catch (IOException e) {
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
