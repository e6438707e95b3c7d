import java.io.*;

class Read {
    Object a(InputStream in) throws Exception {
        ObjectInputStream stream = new ObjectInputStream(in);
        // ruleid: java-object-stream
        return stream.readObject();
    }

    Object c(byte[] data) throws Exception {
        ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(data));
        if (data.length > 0) {
            // ruleid: java-object-stream
            return stream.readObject();
        }
        // ruleid: java-object-stream
        Object other = stream.readObject();
        return other;
    }

    Object b(InputStream in, ObjectInputFilter filter) throws Exception {
        ObjectInputStream stream = new ObjectInputStream(in);
        stream.setObjectInputFilter(filter);
        // ok: java-object-stream
        return stream.readObject();
    }

    Object d(Json json, InputStream in) throws Exception {
        // ok: java-object-stream
        json.readObject();
        ObjectInputStream stream = new ObjectInputStream(in);
        // ok: java-object-stream
        return stream.readInt();
    }
}
