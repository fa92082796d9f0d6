package com.orchestrator.engine.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.engine.plan.ExpressionFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** Functions CEL does not bring; all of them give the same answer for the same arguments. */
final class OwnFunctions {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private OwnFunctions() {}

    /** Long while all are integers, double otherwise. */
    static Object sum(Collection<?> numbers) {
        long ints = 0;
        double doubles = 0;
        boolean exact = true;
        for (Object number : numbers) {
            if (number instanceof Long value) {
                ints = Math.addExact(ints, value);
            } else if (number instanceof Double value) {
                doubles += value;
                exact = false;
            } else {
                throw new ExpressionFailure("sum() of something that is not a number");
            }
        }
        return exact ? (Object) ints : (Object) (doubles + ints);
    }

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

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
