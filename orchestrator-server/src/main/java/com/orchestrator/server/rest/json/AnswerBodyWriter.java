package com.orchestrator.server.rest.json;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Prints records. The document is complete before its first byte is sent, so that a fault while printing is still a clean
 * 500.
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public final class AnswerBodyWriter implements MessageBodyWriter<Record> {

    private final Json json;

    public AnswerBodyWriter(Json json) {
        this.json = json;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public void writeTo(
            Record answer,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream entity)
            throws IOException {
        byte[] body = json.write(answer);
        headers.putSingle(HttpHeaders.CONTENT_LENGTH, body.length);
        entity.write(body);
    }
}
