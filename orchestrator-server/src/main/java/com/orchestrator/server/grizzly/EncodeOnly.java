package com.orchestrator.server.grizzly;

import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.http.ContentEncoding;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.ParsingResult;

/**
 * Packs answers, but leaves bodies to the application: the container would unpack them for callers that nobody knows yet, and without
 * a limit.
 */
record EncodeOnly(ContentEncoding original) implements ContentEncoding {

    @Override
    public String getName() {
        return original.getName();
    }

    @Override
    public String[] getAliases() {
        return original.getAliases();
    }

    @Override
    public boolean wantDecode(HttpHeader header) {
        return false;
    }

    @Override
    public boolean wantEncode(HttpHeader header) {
        return original.wantEncode(header);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ParsingResult decode(Connection connection, HttpContent content) {
        return original.decode(connection, content);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public HttpContent encode(Connection connection, HttpContent content) {
        return original.encode(connection, content);
    }
}
