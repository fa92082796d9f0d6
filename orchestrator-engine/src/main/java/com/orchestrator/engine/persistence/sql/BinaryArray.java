package com.orchestrator.engine.persistence.sql;

import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/** A parameter that the driver sends as it is. */
final class BinaryArray extends PGobject implements PGBinaryObject {

    private static final long serialVersionUID = 1;

    private final byte[] bytes;

    BinaryArray(ArrayType type, byte[] bytes) {
        setType(type.arrayName());
        this.bytes = bytes;
    }

    @Override
    public int lengthInBytes() {
        return bytes.length;
    }

    @Override
    public void toBytes(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /** The driver only sends and never reads it. */
    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException();
    }

    /** The driver asks for text when it was not told to send this type in binary form. */
    @Override
    public String getValue() {
        throw new IllegalStateException("Connect with binaryTransferEnable=" + ArrayType.oids());
    }
}
