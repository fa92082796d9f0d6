package com.orchestrator.connectors.column;

import com.orchestrator.connectors.type.ColumnType;

/** How Parquet keeps a value, with the number that its format has for it. */
enum Physical {
    BOOLEAN(0),
    INT32(1),
    INT64(2),
    DOUBLE(5),
    /** Text as UTF-8 behind its length. */
    BYTES(6),
    /** 16 bytes, the upper ones first. */
    FIXED(7);

    /** Digits that 64 bits always have room for. */
    private static final int MAX_LONG_DIGITS = 18;

    private final int code;

    Physical(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Physical of(ColumnType type) {
        return switch (type.kind()) {
            case TEXT, JSON -> BYTES;
            case INTEGER, DATE -> INT32;
            case BIGINT, TIMESTAMP, TIMESTAMPTZ -> INT64;
            case DECIMAL -> type.precision() <= MAX_LONG_DIGITS ? INT64 : FIXED;
            case DOUBLE -> DOUBLE;
            case BOOLEAN -> BOOLEAN;
            case UUID -> FIXED;
        };
    }
}
