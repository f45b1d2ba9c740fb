/* What exec-storm.c starts. */
int main(void)
{
	return 0;
}
