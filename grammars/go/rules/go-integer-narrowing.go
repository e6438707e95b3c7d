package main

func port(text string) int16 {
	parsed, _ := strconv.ParseInt(text, 10, 32)
	// ruleid: go-integer-narrowing
	return int16(parsed)
}

func count(text string) int32 {
	parsed, _ := strconv.Atoi(text)
	// ruleid: go-integer-narrowing
	return int32(parsed)
}

func small(text string) uint8 {
	parsed, _ := strconv.ParseUint(text, 10, 64)
	// ruleid: go-integer-narrowing
	return uint8(parsed)
}

func sized(text string) int16 {
	parsed, _ := strconv.ParseInt(text, 10, 16)
	// ok: go-integer-narrowing
	return int16(parsed)
}

func tested(text string) int32 {
	parsed, _ := strconv.Atoi(text)
	if parsed > math.MaxInt32 || parsed < math.MinInt32 {
		return 0
	}
	// ok: go-integer-narrowing
	return int32(parsed)
}

func wider(text string) int64 {
	parsed, _ := strconv.ParseInt(text, 10, 32)
	// ok: go-integer-narrowing
	return int64(parsed)
}
