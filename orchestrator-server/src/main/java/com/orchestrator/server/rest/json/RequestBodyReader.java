package com.orchestrator.server.rest.json;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Every request body goes through here: limit, UTF-8, JSON. It takes the place of Jackson's own provider, which parses
 * from the stream and so can neither refuse by size nor keep payload bytes. It claims all media types so that a body
 * without one is refused here, in words; the resources say what they consume.
 */
@Provider
@Consumes(MediaType.WILDCARD)
public final class RequestBodyReader implements MessageBodyReader<Record> {

    private final Json json;
    private final BodyLimit limit;

    public RequestBodyReader(Json json, BodyLimit limit) {
        this.json = json;
        this.limit = limit;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Record readFrom(
            Class<Record> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream entity) {
        byte[] body = limit.read(unpacked(entity, headers.getFirst(HttpHeaders.CONTENT_ENCODING)));
        refuseEmpty(body);
        refuseUnlabelled(headers.getFirst(HttpHeaders.CONTENT_TYPE), mediaType);
        return read(body, type);
    }

    /** A body of a known kind, within the limit. */
    public <T extends Record> T read(byte[] body, Class<T> type) {
        refuseBrokenText(body);
        return type.equals(RawText.class) ? type.cast(new RawText(body)) : json.read(body, type);
    }

    /** Longest body. */
    public int bytesMax() {
        return limit.bytesMax();
    }

    /** The limit is on what comes out, and is kept while it does. */
    private static InputStream unpacked(InputStream entity, @Nullable String encoding) {
        String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "identity" -> entity;
            case "gzip", "x-gzip" -> unzipped(entity);
            default ->
                throw new OrchestratorException(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "The Content-Encoding '" + name + "' is not known, only gzip is");
        };
    }

    private static InputStream unzipped(InputStream entity) {
        try {
            return new GZIPInputStream(entity);
        } catch (IOException e) {
            throw malformed("The body is not what gzip makes", null);
        }
    }

    private static void refuseEmpty(byte[] body) {
        if (body.length == 0) {
            throw malformed("The body is empty", "send at least {}");
        }
    }

    private static void refuseUnlabelled(@Nullable String contentType, MediaType mediaType) {
        if (contentType == null) {
            throw new OrchestratorException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The request has no Content-Type");
        }
        String charset = mediaType.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
            throw new OrchestratorException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must be UTF-8, not " + charset);
        }
    }

    private static void refuseBrokenText(byte[] body) {
        int invalid = Utf8.firstInvalid(body);
        if (invalid >= 0) {
            throw malformed("The body is not UTF-8 at byte " + invalid, null);
        }
    }

    private static OrchestratorException malformed(String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.MALFORMED_REQUEST, detail, List.of(new Problem.Detail("", 0, 0, detail, hint)));
    }
}
